using System.Text.Json;
using Azure;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Patients;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Patients.Care;

/// <summary>
/// What the staff does at a bed: <c>POST …/alerts/{alert}/acknowledge</c>, <c>PUT …/scale?scale=2</c>, <c>POST …/end</c>. Each becomes a Raw like
/// a device's, so that it stands in the patient's history in its place; whoever may see the alerts may do it.
/// </summary>
internal sealed class StaffEndpoints([FromKeyedServices(Hubs.Raw)] HubSender raws, Entitlements entitlements, TimeProvider time)
{
    public Task<IResult> AcknowledgeAsync(string patient, string alert, HttpContext context, CancellationToken token) =>
        alert.Length is > 0 and <= 100 && alert.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')
            ? ActAsync(patient, context, json => json.WriteString("acknowledge"u8, alert), token)
            : Task.FromResult(Problems.Unprocessable("An alert's id reads oxygen.low-1795251600000."));

    public Task<IResult> ScaleAsync(string patient, int? scale, HttpContext context, CancellationToken token) => scale is 0 or 1 or 2
        ? ActAsync(patient, context, json => json.WriteNumber("scale"u8, scale.Value), token)
        : Task.FromResult(Problems.Unprocessable("Oxygen is scored by scale 1 or 2, or the score is not for this patient: 0."));

    public Task<IResult> EndAsync(string patient, HttpContext context, CancellationToken token) =>
        ActAsync(patient, context, static json => json.WriteBoolean("end"u8, true), token);

    private async Task<IResult> ActAsync(string patient, HttpContext context, Action<Utf8JsonWriter> what, CancellationToken token)
    {
        if (!PatientTopic.TryParse(patient, out var topic))
            return Problems.Unprocessable("A patient's id is 1 to 64 of A-Z, a-z, 0-9, dot and hyphen.");
        var caller = context.Caller();
        if (!(await entitlements.OfAsync(caller, token)).Allows(topic.Tier(PatientsFeed.AlertsTier)))
            return TierDoor.Refuse(caller);
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            what(json);
            json.WriteString("by"u8, caller.Subject);
            json.WriteEndObject();
        }

        try
        {
            await SendAsync(raws, topic, PatientsFeed.Staff, body.ToArray(), time.GetUtcNow(), token);
            return Results.Accepted();
        }
        catch (RequestFailedException)
        {
            return Problems.Unavailable("It was not taken; send it again.", TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Puts a Raw of our own on the hub.</summary>
    public static Task SendAsync(HubSender raws, Topic topic, string provider, ReadOnlyMemory<byte> body, DateTimeOffset now, CancellationToken token) =>
        raws.SendAsync([new(topic.ToString(), RawJson.Write(new() { Topic = topic, Provider = provider, Target = provider, Received = now, Body = body }))], token);
}
