using System.Buffers.Binary;

namespace LiveView.Local.Stations;

/// <summary>Wraps pictures into an MPEG transport stream (ISO/IEC 13818-1) with one programme and one picture stream. Counters go on from segment to segment.</summary>
internal sealed class TransportStream
{
    private const int Packet = 188;
    private const int Tables = 0x1000;
    private const int Pictures = 0x100;
    private const long Delay = 90_000; // one second at 90 kHz: a decoder may not be asked for a picture before it has it

    private readonly Dictionary<int, int> _counters = [];

    /// <summary>A segment of pictures, each with its time in units of 1/90,000 s.</summary>
    public byte[] Segment(IEnumerable<(byte[] Picture, long Time, bool IsKey)> pictures)
    {
        var output = new List<byte>();
        Section(output, 0, [0x00, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE0 | (Tables >> 8), Tables & 0xFF]);
        Section(output, Tables, [0x02, 0xB0, 18, 0, 1, 0xC1, 0, 0, 0xE0 | (Pictures >> 8), Pictures & 0xFF, 0xF0, 0, 0x1B, 0xE0 | (Pictures >> 8), Pictures & 0xFF, 0xF0, 0]);
        foreach (var (picture, time, isKey) in pictures)
        {
            byte[] packet = [0, 0, 1, 0xE0, 0, 0, 0x84, 0x80, 5, .. Stamp(time + Delay), .. picture];
            Stream(output, packet, time, isKey);
        }

        return [.. output];
    }

    private void Section(List<byte> output, int pid, byte[] body)
    {
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc(body));
        output.AddRange([0x47, (byte)(0x40 | (pid >> 8)), (byte)pid, (byte)(0x10 | Count(pid)), 0, .. body, .. crc]);
        output.AddRange(Enumerable.Repeat((byte)0xFF, Packet - 5 - body.Length - 4));
    }

    private void Stream(List<byte> output, ReadOnlySpan<byte> bytes, long time, bool isKey)
    {
        var isFirst = true;
        while (bytes.Length > 0)
        {
            // The first has the clock; the last is filled up. Both are done by an adaptation field.
            byte[] field = isFirst ? [(byte)(isKey ? 0x50 : 0x10), .. Clock(time)] : [];
            var room = Packet - 4 - (isFirst ? field.Length + 1 : 0);
            var stuffing = Math.Max(0, room - bytes.Length);
            byte[] adaptation = (isFirst, stuffing) switch
            {
                (true, _) => [(byte)(field.Length + stuffing), .. field, .. Enumerable.Repeat((byte)0xFF, stuffing)],
                (false, 0) => [],
                (false, 1) => [0],
                _ => [(byte)(stuffing - 1), 0, .. Enumerable.Repeat((byte)0xFF, stuffing - 2)],
            };
            output.AddRange([0x47, (byte)((isFirst ? 0x40 : 0) | (Pictures >> 8)), Pictures & 0xFF, (byte)((adaptation.Length > 0 ? 0x30 : 0x10) | Count(Pictures))]);
            output.AddRange(adaptation);
            var take = Packet - 4 - adaptation.Length;
            output.AddRange(bytes[..take]);
            bytes = bytes[take..];
            isFirst = false;
        }
    }

    private int Count(int pid)
    {
        var next = _counters.GetValueOrDefault(pid);
        _counters[pid] = (next + 1) & 15;
        return next;
    }

    private static byte[] Clock(long time) => [(byte)(time >> 25), (byte)(time >> 17), (byte)(time >> 9), (byte)(time >> 1), (byte)((time & 1) << 7 | 0x7E), 0];

    private static byte[] Stamp(long time) =>
        [(byte)(0x21 | (time >> 29 & 0x0E)), (byte)(time >> 22), (byte)(time >> 14 | 1), (byte)(time >> 7), (byte)(time << 1 | 1)];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var value in bytes)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc & 0x8000_0000) != 0 ? 0x04C1_1DB7u : 0);
        }

        return crc;
    }
}
