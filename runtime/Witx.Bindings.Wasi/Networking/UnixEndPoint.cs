using System.Net;
using System.Text;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The name of a socket of the Unix family. It names a place in a network, and no file.</summary>
/// <param name="bytes">The name, as guests give it.</param>
internal sealed class UnixEndPoint(byte[] bytes) : EndPoint
{
    /// <summary>The longest name.</summary>
    internal const int MaxLength = 108;

    internal static readonly UnixEndPoint None = new([]);

    private readonly string _text = Encoding.Latin1.GetString(bytes);

    internal byte[] Bytes => bytes;

    public override System.Net.Sockets.AddressFamily AddressFamily => System.Net.Sockets.AddressFamily.Unix;

    public override bool Equals(object? obj) => obj is UnixEndPoint other && other._text == _text;

    public override int GetHashCode() => _text.GetHashCode(System.StringComparison.Ordinal);

    public override string ToString() => _text;
}
