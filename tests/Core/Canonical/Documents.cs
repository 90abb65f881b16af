using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Canonical;

namespace LiveView.Core.Tests.Canonical;

/// <summary>Random canonical documents: nested, with members that other documents share, so that patches add, change and remove.</summary>
internal static class Documents
{
    private static readonly string[] Names = ["a", "b", "home", "ä", "z\n", "\"q\"", "😀", "", "A", "a b"];

    public static Gen<CanonicalObject> Any { get; } = Object(3);

    public static Arbitrary<CanonicalObject[]> Few { get; } = Arb.From(Gen.ArrayOf(Any, 4));

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    private static Gen<CanonicalObject> Object(int depth) =>
        from members in Gen.ListOf(Member(depth))
        select members.Aggregate(new CanonicalObject(), static (target, set) => set(target));

    private static Gen<Func<CanonicalObject, CanonicalObject>> Member(int depth) =>
        from name in Gen.Elements(Names)
        from set in Gen.OneOf(depth == 0 ? Leaf(name).AsEnumerable() : [.. Leaf(name), Nested(name, depth - 1)])
        select set;

    private static Gen<Func<CanonicalObject, CanonicalObject>>[] Leaf(string name) =>
    [
        from value in Gen.Choose(-3, 3) select Set(target => target.Set(name, value)),
        from value in Gen.Elements("", "x", "y", "tab\t", "é\u0001", "</script>", "\u2028") select Set(target => target.Set(name, value)),
        from value in Gen.Elements(true, false) select Set(target => target.Set(name, value)),
        Gen.Constant(Set(target => target.Set(name, CanonicalJson.MaxInteger))),
    ];

    private static Gen<Func<CanonicalObject, CanonicalObject>> Nested(string name, int depth) =>
        from value in Object(depth) select Set(target => target.Set(name, value));

    private static Func<CanonicalObject, CanonicalObject> Set(Func<CanonicalObject, CanonicalObject> set) => set;
}
