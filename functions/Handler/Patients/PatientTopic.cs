using System.Diagnostics.CodeAnalysis;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;

namespace LiveView.Handler.Patients;

/// <summary>A patient as a path names one.</summary>
internal static class PatientTopic
{
    public static bool TryParse([NotNullWhen(true)] string? patient, out Topic topic)
    {
        topic = default;
        return patient is not null && PatientsFeed.IsPatient(patient) && Topic.TryParse($"{PatientsFeed.FeedName}:{patient}", out topic);
    }
}
