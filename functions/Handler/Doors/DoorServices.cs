using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Events;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Doors.Limits;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors;

/// <summary>What the doors need, and what is behind them.</summary>
internal static class DoorServices
{
    public static IServiceCollection AddDoors(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateOnStart();
        services.AddOptions<EntitlementOptions>().BindConfiguration(EntitlementOptions.Section).ValidateOnStart();
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart()
            .Configure<IConfiguration>(static (limits, settings) => limits.ConnectionsPerAddress = settings.GetValue("WS_MAX_CONNECTIONS_PER_IP", limits.ConnectionsPerAddress));
        services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
        services.AddSingleton<IValidateOptions<EntitlementOptions>, EntitlementOptionsValidator>();
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
        services.AddSingleton<TokenVerifier>().AddSingleton<Callers>();
        services.AddSingleton(static provider => new IssuerKeys(
            new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan }, // it has a deadline of its own
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<IssuerKeys>>()));
        services.AddSingleton<Grants>().AddSingleton<Entitlements>().AddSingleton<Closing>().AddSingleton<Admin>().AddSingleton<Favourites>();
        services.AddSingleton<Address>().AddSingleton<Attempts>().AddSingleton<BucketStore>().AddSingleton<Admission>().AddSingleton<Streams>().AddSingleton<Leases>();
        services.AddSingleton<Overload>().AddHostedService(static provider => provider.GetRequiredService<Overload>());
        services.AddSingleton<EventSignature>().AddSingleton<EventProof>().AddSingleton<ConnectionEvents>();
        services.AddSingleton<Origins>().AddSingleton<DoorMetrics>().AddSingleton<FloodGate>().AddSingleton<DoorKeeper>();
        services.AddCors().AddExceptionHandler<Away>();
        return services;
    }

    /// <summary>Puts the doors before the routes.</summary>
    public static void UseDoors(this WebApplication app)
    {
        app.UseMiddleware<SafeHeaders>();
        var origins = app.Services.GetRequiredService<Origins>().Allowed;
        app.UseCors(policy => policy.WithOrigins([.. origins]).WithMethods("GET", "POST", "PUT", "DELETE")
            .WithHeaders("Authorization", "Content-Type", "If-None-Match").WithExposedHeaders("ETag", "Retry-After"));
        app.UseMiddleware<FloodGate>();
        app.UseMiddleware<Patients.Audit.AuditKeeper>();
        app.UseMiddleware<DoorKeeper>();
    }

    /// <summary>The routes of the doors themselves.</summary>
    public static void MapDoors(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        var (admin, favourites, events) = (
            app.ServiceProvider.GetRequiredService<Admin>(), app.ServiceProvider.GetRequiredService<Favourites>(), app.ServiceProvider.GetRequiredService<ConnectionEvents>());
        api.MapGet("/entitlements/{subject}", admin.ReadAsync).WithMetadata(Door.Administrator);
        api.MapPut("/entitlements/{subject}", admin.GrantAsync).WithMetadata(Door.Administrator);
        api.MapDelete("/entitlements/{subject}", admin.WithdrawAsync).WithMetadata(Door.Administrator);
        api.MapPut("/revocations/{subject}", admin.RevokeAsync).WithMetadata(Door.Administrator);
        api.MapDelete("/revocations/{subject}", admin.RestoreAsync).WithMetadata(Door.Administrator);
        api.MapGet("/favourites", favourites.ReadAsync).WithMetadata(Door.Known);
        api.MapPut("/favourites/{topic}", favourites.AddAsync).WithMetadata(Door.Known);
        api.MapDelete("/favourites/{topic}", favourites.RemoveAsync).WithMetadata(Door.Known);
        api.MapMethods("/connections", [HttpMethods.Options], ConnectionEvents.Welcome).WithMetadata(Door.Service(0));
        api.MapPost("/connections", events.TakeAsync).WithMetadata(Door.Service(1_000_000, "application/json"));
    }
}
