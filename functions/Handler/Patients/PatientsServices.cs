using LiveView.Handler.Doors;
using LiveView.Handler.Patients.Audit;
using LiveView.Handler.Patients.Calls;
using LiveView.Handler.Patients.Care;
using LiveView.Handler.Patients.Retention;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients;

/// <summary>What the care of patients needs beyond what every feed has.</summary>
internal static class PatientsServices
{
    public static IServiceCollection AddPatients(this IServiceCollection services)
    {
        services.AddOptions<PatientsOptions>().BindConfiguration(PatientsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PatientsOptions>, PatientsOptionsValidator>();
        services.AddSingleton<IValidateOptions<PatientsOptions>, PatientsFitness>();
        services.AddSingleton<AuditChain>().AddSingleton<AuditKeeper>().AddSingleton<AuditEndpoint>();
        services.AddSingleton<CareTeams>().AddSingleton<CareEndpoints>().AddSingleton<StaffEndpoints>();
        services.AddSingleton<CallBook>().AddSingleton<CallMetrics>().AddSingleton<CallRoom>();
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<CallLine>(provider, Outside()));
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<Assessor>(provider, Outside()));
        services.AddSingleton<CallBell>().AddHostedService(static provider => provider.GetRequiredService<CallBell>());
        return services.AddSingleton<WardRound>().AddSingleton<Retainer>();
    }

    public static void MapPatients(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        var (care, staff, audit) = (app.ServiceProvider.GetRequiredService<CareEndpoints>(), app.ServiceProvider.GetRequiredService<StaffEndpoints>(), app.ServiceProvider.GetRequiredService<AuditEndpoint>());
        api.MapGet("/patients/{patient}/team", care.ReadAsync).WithMetadata(Door.Administrator);
        api.MapPut("/patients/{patient}/team/{subject}", care.AddAsync).WithMetadata(Door.Administrator);
        api.MapDelete("/patients/{patient}/team/{subject}", care.RemoveAsync).WithMetadata(Door.Administrator);
        api.MapPost("/patients/{patient}/glass", care.BreakAsync).WithMetadata(new Door(Entry.Known, 4_096, "application/json"));
        api.MapPost("/patients/{patient}/alerts/{alert}/acknowledge", staff.AcknowledgeAsync).WithMetadata(Door.Known);
        api.MapPut("/patients/{patient}/scale", staff.ScaleAsync).WithMetadata(Door.Known);
        api.MapPost("/patients/{patient}/end", staff.EndAsync).WithMetadata(Door.Known);
        api.MapGet("/audit", audit.ListAsync).WithMetadata(Door.Administrator);
        api.MapGet("/audit/{chain}", audit.ReadAsync).WithMetadata(Door.Administrator);
    }

    // Each call has a deadline of its own: 5 s of the webhook, what the settings say of the agent.
    private static HttpClient Outside() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
}
