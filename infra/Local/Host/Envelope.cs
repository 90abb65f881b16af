using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace LiveView.Local.Host;

/// <summary>
/// <c>{"Data":{…},"Metadata":{…}}</c>: what a custom handler gets for every call that is not plain HTTP. An object travels as an
/// object; everything else, text, numbers and arrays, travels as a JSON string that contains JSON. Built with the serialiser that
/// the real host uses, so that dates and escapes come out alike.
/// </summary>
internal sealed class Envelope
{
    private readonly JObject _data = [];
    private readonly JObject _metadata = [];

    public Envelope(string function, TimeProvider time) => _metadata["sys"] = JObject.FromObject(new
    {
        MethodName = function,
        UtcNow = time.GetUtcNow().UtcDateTime,
        RandGuid = Guid.CreateVersion7(time.GetUtcNow()),
    });

    public Envelope Data(string name, object value)
    {
        _data[name] = Convert(value);
        return this;
    }

    /// <summary>Null values are left out.</summary>
    public Envelope Metadata(string name, object? value)
    {
        if (value is not null)
            _metadata.AddFirst(new JProperty(name, Convert(value)));
        return this;
    }

    /// <summary>The context that a function with a retry policy gets from its first try on.</summary>
    public Envelope Retrying(RetryPolicy policy, int retry, Exception? fault)
    {
        _metadata["RetryContext"] = new JObject
        {
            ["RetryCount"] = retry,
            ["MaxRetryCount"] = policy.MaxRetryCount,
            ["Exception"] = fault is null ? null : JToken.FromObject(fault),
            ["Instance"] = null,
            ["State"] = new JObject(),
        };
        return this;
    }

    public string ToJson() => new JObject { ["Data"] = _data, ["Metadata"] = _metadata }.ToString(Formatting.None);

    private static JToken Convert(object value) => value switch
    {
        byte[] bytes => System.Convert.ToBase64String(bytes),
        // By way of text, so that fractions of a second are lost, as they are in the cloud.
        DateTime date => DateTime.Parse(date.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => JToken.FromObject(value) is JObject whole ? whole : JsonConvert.SerializeObject(value),
    };
}
