using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>What came in.</summary>
/// <param name="Count">How many bytes found room; of a stream, 0 is its end.</param>
/// <param name="Length">How many there were: more than found room, of a datagram that was cut.</param>
/// <param name="Sender">Who sent a datagram, if that was asked.</param>
internal readonly record struct ReceiveResult(uint Count, uint Length, EndPoint? Sender)
{
    internal bool IsTruncated => Length > Count;
}
