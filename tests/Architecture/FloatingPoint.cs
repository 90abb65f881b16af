using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LiveView.Architecture.Tests;

/// <summary>Finds binary floating point in compiled code: in the types of fields, parameters and locals, in what is called, and in instructions.</summary>
internal static class FloatingPoint
{
    private static readonly char[] Separators = ['+', '.'];

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value);

    /// <summary>The places, by name.</summary>
    public static IReadOnlyList<string> In(string assembly, string? onlyType = null)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        List<string> places = [];
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var name = FullName(metadata, type);
            if (onlyType is not null && !name.Split(Separators).Contains(onlyType))
                continue;
            foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
            {
                if (field.DecodeSignature(Floats.Instance, null))
                    places.Add($"{name}.{metadata.GetString(field.Name)}");
            }

            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                if (Has(method.DecodeSignature(Floats.Instance, null)) || Body(file, metadata, method))
                    places.Add($"{name}.{metadata.GetString(method.Name)}");
            }
        }

        return places;
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? $"{FullName(metadata, metadata.GetTypeDefinition(outer))}+{metadata.GetString(type.Name)}"
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private static bool Has(MethodSignature<bool> signature) => signature.ReturnType || signature.ParameterTypes.Contains(true);

    private static bool Body(PEReader file, MetadataReader metadata, MethodDefinition method)
    {
        if (method.RelativeVirtualAddress == 0)
            return false;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil && metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Floats.Instance, null).Contains(true))
            return true;
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            short value = code.ReadByte();
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code.ReadByte()));
            var operation = Codes[value];
            if (operation.Name is { } name && (name.EndsWith(".r4", StringComparison.Ordinal) || name.EndsWith(".r8", StringComparison.Ordinal) || name == "conv.r.un"))
                return true;
            if (Skip(ref code, operation.OperandType) is { } token && Names(metadata, MetadataTokens.EntityHandle(token)))
                return true;
        }

        return false;
    }

    private static int? Skip(ref BlobReader code, OperandType operand)
    {
        switch (operand)
        {
            case OperandType.InlineNone: return null;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: code.Offset += 1; return null;
            case OperandType.InlineVar: code.Offset += 2; return null;
            case OperandType.InlineI8 or OperandType.InlineR: code.Offset += 8; return null;
            case OperandType.InlineSwitch:
                var arms = code.ReadInt32();
                code.Offset += 4 * arms;
                return null;
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType: return code.ReadInt32();
            default: code.Offset += 4; return null;
        }
    }

    private static bool Names(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return Names(metadata, member.Parent)
                    || (member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(Floats.Instance, null) : Has(member.DecodeMethodSignature(Floats.Instance, null)));
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return method.DecodeSignature(Floats.Instance, null).Contains(true) || Names(metadata, method.Method);
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
                return metadata.GetString(type.Namespace) == "System" && metadata.GetString(type.Name) is "Double" or "Single" or "Half";
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Floats.Instance, null);
            default: return false; // ours: it is looked through itself
        }
    }

    /// <summary>Says of a type whether floating point is in it.</summary>
    private sealed class Floats : ISignatureTypeProvider<bool, object?>
    {
        public static readonly Floats Instance = new();

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode is PrimitiveTypeCode.Single or PrimitiveTypeCode.Double;

        public bool GetArrayType(bool elementType, ArrayShape shape) => elementType;

        public bool GetByReferenceType(bool elementType) => elementType;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => Has(signature);

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => genericType || typeArguments.Contains(true);

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;

        public bool GetPinnedType(bool elementType) => elementType;

        public bool GetPointerType(bool elementType) => elementType;

        public bool GetSZArrayType(bool elementType) => elementType;

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return reader.GetString(type.Namespace) == "System" && reader.GetString(type.Name) is "Half";
        }

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
