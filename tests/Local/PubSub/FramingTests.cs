using System.Text;

namespace LiveView.Local.Tests.PubSub;

/// <summary>RFC 6455 the way the Autobahn suite asks about it, case by case over a real socket. The client is raw and echoed to by a group.</summary>
public sealed class FramingTests
{
    private static Task<RawClient> ConnectAsync(Emulator emulator) =>
        emulator.ConnectAsync(protocol: null, groups: "echo", query: "&webpubsub_mode=sendToGroup&group=echo");

    private static async Task EndsWithAsync(int code, params byte[][] sent)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        await client.SendBytesAsync([.. sent.SelectMany(bytes => bytes)]);
        var close = await client.ReadCloseAsync();
        Assert.Equal(code, close?.Code);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(125), InlineData(126), InlineData(127), InlineData(128), InlineData(65535), InlineData(65536), InlineData(200_000)]
    public async Task Case_1_Text_and_binary_of_every_length_class_come_back(int length)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        var payload = Enumerable.Repeat((byte)'x', length).ToArray();
        foreach (var opcode in new byte[] { 1, 2 })
        {
            await client.SendFrameAsync((byte)(0x80 | opcode), payload);
            var (_, back) = await client.ReadFrameAsync();
            Assert.Equal(payload, back);
        }
    }

    [Fact]
    public async Task Case_1_A_message_that_arrives_byte_by_byte_is_one_message()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        foreach (var one in RawClient.Frame(0x81, Encoding.UTF8.GetBytes("in small steps"))) await client.SendBytesAsync([one]);
        Assert.Equal("in small steps", await client.ReadTextAsync());
    }

    [Theory, InlineData(0), InlineData(5), InlineData(125)]
    public async Task Case_2_A_ping_is_answered_with_its_own_payload(int length)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        await client.SendFrameAsync(0x89, payload);
        var (opcode, back) = await client.ReadFrameAsync();
        Assert.Equal(10, opcode);
        Assert.Equal(payload, back);
    }

    [Fact]
    public async Task Case_2_Pongs_nobody_asked_for_are_ignored()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        await client.SendFrameAsync(0x8A, [1, 2, 3]);
        await client.SendFrameAsync(0x89, [4]);
        var (opcode, back) = await client.ReadFrameAsync();
        Assert.Equal((10, 4), (opcode, back[0]));
    }

    [Fact]
    public Task Case_2_A_ping_of_more_than_125_bytes_is_refused() => EndsWithAsync(1002, RawClient.Frame(0x89, new byte[126]));

    [Theory, InlineData(0xC1), InlineData(0xA1), InlineData(0x91), InlineData(0xF2)]
    public Task Case_3_Reserved_bits_are_refused(byte first) => EndsWithAsync(1002, RawClient.Frame(first, [65]));

    [Theory, InlineData(0x83), InlineData(0x84), InlineData(0x87), InlineData(0x8B), InlineData(0x8F)]
    public Task Case_4_Reserved_opcodes_are_refused(byte first) => EndsWithAsync(1002, RawClient.Frame(first, []));

    [Theory, InlineData(0x09), InlineData(0x0A), InlineData(0x08)]
    public Task Case_5_A_control_frame_in_pieces_is_refused(byte first) => EndsWithAsync(1002, RawClient.Frame(first, [1]));

    [Fact]
    public async Task Case_5_Fragments_with_pings_between_are_one_message_and_the_pings_are_answered_first()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        await client.SendFrameAsync(0x01, "frag"u8.ToArray());
        await client.SendFrameAsync(0x89, "1"u8.ToArray());
        await client.SendFrameAsync(0x00, "men"u8.ToArray());
        await client.SendFrameAsync(0x89, "2"u8.ToArray());
        await client.SendFrameAsync(0x80, "ts"u8.ToArray());
        Assert.Equal((10, "1"), await NextAsync(client));
        Assert.Equal((10, "2"), await NextAsync(client));
        Assert.Equal((1, "fragments"), await NextAsync(client));
    }

    private static async Task<(int Opcode, string Text)> NextAsync(RawClient client)
    {
        var (opcode, payload) = await client.ReadFrameAsync();
        return (opcode, Encoding.UTF8.GetString(payload));
    }

    [Theory, InlineData(0x80), InlineData(0x00)]
    public Task Case_5_A_continuation_of_nothing_is_refused(byte first) => EndsWithAsync(1002, RawClient.Frame(first, [65]));

    [Fact]
    public Task Case_5_A_new_message_inside_another_is_refused() => EndsWithAsync(1002, RawClient.Frame(0x01, [65]), RawClient.Frame(0x81, [66]));

    [Theory, InlineData(new byte[] { 0xCE, 0xBA, 0xE1, 0xBD }), InlineData(new byte[] { 0xED, 0xA0, 0x80 }), InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }), InlineData(new byte[] { 0xC0, 0xAF }), InlineData(new byte[] { 0xFF })]
    public Task Case_6_Text_that_is_not_UTF8_is_refused(byte[] text) => EndsWithAsync(1007, RawClient.Frame(0x81, text));

    [Fact]
    public async Task Case_6_A_character_cut_between_two_fragments_is_whole_again()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        var text = Encoding.UTF8.GetBytes("κόσμε 👩‍🚀");
        for (var i = 0; i < text.Length; i++)
        {
            var first = (byte)((i == 0 ? 1 : 0) | (i == text.Length - 1 ? 0x80 : 0));
            await client.SendFrameAsync(first, [text[i]]);
        }

        Assert.Equal("κόσμε 👩‍🚀", await client.ReadTextAsync());
    }

    [Fact]
    public async Task Case_7_A_close_is_answered_with_its_code_and_the_wire_is_hung_up()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        await client.CloseAsync(1000, "bye");
        Assert.Equal(1000, (await client.ReadCloseAsync())?.Code);
        Assert.Null(await client.ReadCloseAsync());
    }

    [Fact]
    public Task Case_7_A_close_without_a_code_is_answered_without_one() => EndsWithAsync(0, RawClient.Frame(0x88, []));

    [Fact]
    public Task Case_7_A_close_with_half_a_code_is_refused() => EndsWithAsync(1002, RawClient.Frame(0x88, [3]));

    [Theory, InlineData(1000), InlineData(1001), InlineData(1002), InlineData(1003), InlineData(1007), InlineData(1011), InlineData(1012), InlineData(3000), InlineData(4999)]
    public Task Case_7_Codes_that_may_travel_are_answered(int code) => EndsWithAsync(code, RawClient.Frame(0x88, [(byte)(code >> 8), (byte)code]));

    [Theory, InlineData(0), InlineData(999), InlineData(1004), InlineData(1005), InlineData(1006), InlineData(1015), InlineData(1016), InlineData(2999), InlineData(5000), InlineData(65535)]
    public Task Case_7_Codes_that_may_not_travel_are_refused(int code) => EndsWithAsync(1002, RawClient.Frame(0x88, [(byte)(code >> 8), (byte)code]));

    [Fact]
    public Task Case_7_A_close_reason_that_is_not_UTF8_is_refused() => EndsWithAsync(1007, RawClient.Frame(0x88, [0x03, 0xE8, 0xFF]));

    [Fact]
    public async Task Case_7_What_is_sent_after_a_close_is_not_carried_out()
    {
        await using var emulator = await Emulator.StartAsync();
        using var other = await ConnectAsync(emulator);
        using var client = await ConnectAsync(emulator);
        await client.SendBytesAsync([.. RawClient.Frame(0x88, [0x03, 0xE8]), .. RawClient.Frame(0x81, "late"u8.ToArray())]);
        Assert.Equal(1000, (await client.ReadCloseAsync())?.Code);
        await other.SendTextAsync("mark");
        Assert.Equal("mark", await other.ReadTextAsync());
    }

    [Fact]
    public Task Case_9_A_frame_without_a_mask_is_refused() => EndsWithAsync(1002, RawClient.Frame(0x81, [65], masked: false));

    [Fact]
    public Task Case_9_A_length_with_its_highest_bit_set_is_refused() =>
        EndsWithAsync(1002, [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4]);

    [Fact]
    public Task Case_9_A_message_over_the_limit_is_refused_by_its_header_alone() =>
        EndsWithAsync(1009, [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 1, 2, 3, 4]);

    [Fact]
    public Task Case_9_Fragments_that_add_up_over_the_limit_are_refused() =>
        EndsWithAsync(1009, RawClient.Frame(0x02, new byte[700_000]), RawClient.Frame(0x80, new byte[700_000]));

    [Fact]
    public async Task Case_9_A_hundred_thousand_masked_bytes_come_back_unchanged_at_any_offset()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await ConnectAsync(emulator);
        for (var length = 99_990; length < 100_000; length++)
        {
            var payload = Enumerable.Range(0, length).Select(i => (byte)(i * 31)).ToArray();
            await client.SendFrameAsync(0x82, payload);
            var (_, back) = await client.ReadFrameAsync();
            Assert.True(payload.AsSpan().SequenceEqual(back));
        }
    }
}
