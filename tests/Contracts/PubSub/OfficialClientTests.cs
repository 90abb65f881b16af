using System.Globalization;
using System.Text;
using LiveView.Local.PubSub;

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>
/// The conformance checks that have an official client, against an emulator of their own. The steps are in tests/Contracts/npm/checks.mjs
/// under the same number; the checks that need a bare socket are in tests/Local/PubSub.
/// </summary>
public sealed class OfficialClientTests(NodeDriver node) : IClassFixture<NodeDriver>
{
    private const string Old = "1.0.4";
    private const string New = "1.1.0";

    [Theory, InlineData(Old), InlineData(New)]
    public Task C001_A_token_without_options_connects_an_anonymous_client(string client) => RunAsync("C001", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C002_Connected_has_a_connection_id_and_the_tokens_user(string client) => RunAsync("C002", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C003_A_token_of_another_key_makes_the_first_start_fail_with_401(string client) => RunAsync("C003", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C008_Groups_in_the_token_are_joined_without_a_word(string client) => RunAsync("C008", client);

    [Fact]
    public Task C010_Client_tokens_name_host_path_and_audience_exactly() => RunAsync("C010", New);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C012_Server_messages_are_byte_for_byte_the_services(string client) => RunAsync("C012", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C013_Binary_reaches_a_JSON_client_as_base64(string client) => RunAsync("C013", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C014_Joining_needs_a_role_general_exact_or_by_pattern(string client) => RunAsync("C014", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C015_A_member_receives_until_it_leaves(string client) => RunAsync("C015", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C016_A_group_message_names_its_senders_user(string client) => RunAsync("C016", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C017_No_echo_spares_the_sender_only(string client) => RunAsync("C017", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C018_Sending_needs_the_role_not_the_membership(string client) => RunAsync("C018", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C023_Pings_of_the_protocol_are_answered(string client) => RunAsync("C023", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C026_Text_of_any_script_survives(string client) => RunAsync("C026", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C028_A_thousand_messages_arrive_in_order_at_every_member(string client) => RunAsync("C028", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C030_A_cut_client_gets_what_it_missed_once_and_in_order(string client) => RunAsync("C030", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C031_Groups_and_permissions_survive_a_recovery(string client) => RunAsync("C031", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C034_After_the_window_the_client_starts_anew_and_joins_again(string client) =>
        RunAsync("C034", client, new PubSubOptions { Port = 0, RecoveryWindow = TimeSpan.FromMilliseconds(300) });

    [Theory, InlineData(Old), InlineData(New)]
    public Task C039_A_client_that_stops_is_gone_at_once_and_reported_once(string client) => RunAsync("C039", client);

    [Fact]
    public Task C042_Every_send_is_accepted_whether_anyone_is_there_or_not() => RunAsync("C042", New);

    [Fact]
    public Task C043_A_raw_client_gets_bare_payloads() => RunAsync("C043", New);

    [Fact]
    public Task C044_Existence_of_connections_groups_and_users_is_told() => RunAsync("C044", New);

    [Fact]
    public Task C045_Unknown_connections_are_404_to_add_and_nothing_to_remove() => RunAsync("C045", New);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C046_Permissions_are_granted_checked_and_taken_back(string client) => RunAsync("C046", client);

    [Fact]
    public Task C047_A_filter_that_is_none_is_refused_in_the_services_words() => RunAsync("C047", New);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C048_Filters_choose_by_user_and_groups(string client) => RunAsync("C048", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C049_Connections_are_added_to_groups_by_filter(string client) => RunAsync("C049", client);

    [Fact]
    public Task C050_Members_of_a_group_are_listed_in_pages() => RunAsync("C050", New);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C051_Excluded_connections_are_spared_by_sends_and_closes(string client) => RunAsync("C051", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C053_Names_may_contain_what_a_path_may_not(string client) => RunAsync("C053", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C054_A_closed_client_is_told_why_and_so_is_the_application(string client) => RunAsync("C054", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C060_The_express_middleware_works_unmodified(string client) => RunAsync("C060", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C072_The_journey_of_the_SDKs_own_integration_tests(string client) => RunAsync("C072", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C073_A_client_finds_back_after_the_emulator_restarts(string client) => RunAsync("C073", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C075_A_client_at_700_messages_a_second_is_held(string client) => RunAsync("C075_held", client);

    [Theory, InlineData(Old), InlineData(New)]
    public Task C075_A_client_at_1500_messages_a_second_is_dropped(string client) => RunAsync("C075_dropped", client);

    [Fact]
    public Task A_stream_of_the_newest_client_arrives_whole() => RunAsync("Stream", New);

    [Fact]
    public Task An_invocation_is_answered_by_the_handler() => RunAsync("Invoke", New);

    private async Task RunAsync(string check, string client, PubSubOptions? options = null)
    {
        var token = TestContext.Current.CancellationToken;
        options ??= new PubSubOptions { Port = 0 };
        options.Settings = new SettingsFile();
        var world = new World(await PubSubServer.StartAsync(options, token), options, $"{check}_{client.Replace('.', '_')}");
        try
        {
            await node.RunAsync(check, world.Server.ConnectionString, client, world.AnswerAsync, token);
        }
        finally
        {
            await world.Server.DisposeAsync();
        }
    }

    /// <summary>What a check may ask of the emulator's owner.</summary>
    private sealed class World(PubSubServer server, PubSubOptions options, string hub)
    {
        public PubSubServer Server { get; private set; } = server;

        public async Task<string> AnswerAsync(string what)
        {
            switch (what.Split(' '))
            {
                case ["token", var target]:
                    return Jwt.Sign(options.AccessKey, json =>
                    {
                        json.WriteString("aud", target);
                        json.WriteNumber("exp", options.Time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds());
                    });
                case ["handler", var name, var url]:
                    options.Settings?.Hubs[name] = new HubSettings
                    {
                        EventHandlers = [new EventHandlerSettings { UrlTemplate = url, UserEventPattern = "*", SystemEvents = ["connect", "connected", "disconnected"] }],
                    };
                    return "";
                case ["restart"]:
                    await Server.DisposeAsync();
                    options.Port = Server.Endpoint.Port;
                    Server = await PubSubServer.StartAsync(options, CancellationToken.None);
                    return "";
                case ["publish", var rate, var count]:
                    await PublishAsync(int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                    return "";
                default:
                    throw new InvalidOperationException($"A check asked '{what}'.");
            }
        }

        /// <summary>Publishes at a steady rate, in steps of 10 ms.</summary>
        private async Task PublishAsync(int rate, int count)
        {
            var started = options.Time.GetTimestamp();
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), options.Time);
            for (var sent = 0; sent < count;)
            {
                await timer.WaitForNextTickAsync();
                var due = Math.Min(count, (int)(options.Time.GetElapsedTime(started).TotalSeconds * rate));
                for (; sent < due; sent++)
                {
                    var payload = new Payload(DataType.Json, Encoding.UTF8.GetBytes(sent.ToString(CultureInfo.InvariantCulture)));
                    Server.Board.Hubs[hub].SendToGroup(new Message(payload, "g"));
                }
            }
        }
    }
}
