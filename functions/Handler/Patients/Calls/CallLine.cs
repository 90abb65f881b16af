using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveView.Core.Topics;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Calls;

/// <summary>
/// The line to the outside: posts a call to the webhook, with <c>Idempotency-Key</c>, so that who gets one twice knows it. Every post has 5 s.
/// </summary>
internal sealed class CallLine(HttpClient http, IOptionsMonitor<PatientsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public bool IsThere => options.CurrentValue.Webhook.Length > 0;

    /// <summary>Posts a call.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> PostAsync(Topic topic, Call call, Assessment assessment, CancellationToken token)
    {
        var settings = options.CurrentValue;
        var body = Body(topic, call, assessment);
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", call.Key);
        if (settings.WebhookSecret.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.WebhookSecret), body))}");
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !token.IsCancellationRequested)
        {
            return false;
        }
    }

    private static byte[] Body(Topic topic, Call call, Assessment assessment)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("key"u8, call.Key);
            json.WriteString("patient"u8, topic.Key);
            json.WriteString("alert"u8, call.Alert);
            json.WriteString("event"u8, call.Event);
            json.WriteString("rule"u8, call.Rule);
            json.WriteString("severity"u8, call.Severity);
            if (call.Value is { } value)
                json.WriteString("value"u8, value);
            json.WriteString("at"u8, call.At);
            json.WriteString("assessment"u8, assessment.Text);
            json.WriteString("assessedBy"u8, assessment.Mode);
            json.WriteString("notice"u8, "Not a medical device."u8);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
