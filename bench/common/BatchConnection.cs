using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sentinel.Bench;

/// <summary>One keep-alive connection that posts batches one at a time with blocking calls.</summary>
internal sealed class BatchConnection : IDisposable
{
    private const int AnswerLimit = 16 * 1024;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 10_000,
    };
    private readonly StringBuilder body = new();
    private readonly byte[] answer = new byte[AnswerLimit];
    private readonly string key;

    public BatchConnection(int port, string key)
    {
        this.key = key;
        socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Whether the answer is 200 with an accepted batch.</summary>
    public bool Send(int number, long sequence)
    {
        body.Clear();
        BatchText.Append(body, number, sequence);
        var (session, text) = (Population.Of(number).Session, body.ToString());
        var request = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"POST /api/v1/sessions/{session}/batches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: "
                    + $"Bearer {key}\r\nContent-Length: {text.Length}\r\n\r\n{text}"
            )
        );
        try
        {
            for (var sent = 0; sent < request.Length;) sent += socket.Send(request.AsSpan(sent));
            var read = Read();
            return read.StartsWith("HTTP/1.1 200"u8) && read.IndexOf("\"accepted\":true"u8) > 0;
        }
        catch (SocketException broken)
        {
            throw new InvalidOperationException(
                $"A request was not answered: {broken.SocketErrorCode}. Did the server end, or is the machine overloaded?",
                broken
            );
        }
    }

    public void Dispose() => socket.Dispose();

    private ReadOnlySpan<byte> Read()
    {
        for (var length = 0; length < answer.Length;)
        {
            var got = socket.Receive(answer.AsSpan(length));
            if (got == 0) throw new InvalidOperationException("The server closed the connection.");
            length += got;
            var read = answer.AsSpan(0, length);
            if (IsWhole(read)) return read;
        }

        throw new InvalidOperationException("An answer is longer than any of a batch.");
    }

    private static bool IsWhole(ReadOnlySpan<byte> read)
    {
        var head = read.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var field = read[..head].IndexOf("Content-Length: "u8);
        if (field < 0) return read.EndsWith("0\r\n\r\n"u8);
        var digits = read[(field + "Content-Length: ".Length)..];
        return read.Length - head - 4 >= int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
