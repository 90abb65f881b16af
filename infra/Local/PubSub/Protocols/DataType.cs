namespace LiveView.Local.PubSub;

/// <summary>What a payload is.</summary>
internal enum DataType
{
    /// <summary>The payload is JSON text, kept byte for byte.</summary>
    Json,

    /// <summary>The payload is UTF-8 text.</summary>
    Text,

    Binary,

    /// <summary>The payload is a serialized google.protobuf.Any.</summary>
    Protobuf,
}
