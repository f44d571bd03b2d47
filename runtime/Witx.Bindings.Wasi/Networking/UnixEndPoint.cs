using System.Net;
using System.Text;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The address of an <c>AF_UNIX</c> socket. It is a name in a virtual network and never refers to a file.</summary>
/// <param name="bytes">The name as the guest passed it. Empty for an unnamed socket.</param>
internal sealed class UnixEndPoint(byte[] bytes) : EndPoint
{
    /// <summary>The length limit of a name in bytes, the size of <c>sun_path</c> in <c>unix(7)</c>.</summary>
    internal const int MaxLength = 108;

    /// <summary>The address of an unnamed socket.</summary>
    internal static readonly UnixEndPoint None = new([]);

    private readonly string _text = Encoding.Latin1.GetString(bytes);

    internal byte[] Bytes => bytes;

    public override System.Net.Sockets.AddressFamily AddressFamily => System.Net.Sockets.AddressFamily.Unix;

    public override bool Equals(object? obj) => obj is UnixEndPoint other && other._text == _text;

    public override int GetHashCode() => _text.GetHashCode(System.StringComparison.Ordinal);

    public override string ToString() => _text;
}
