using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The result of a receive operation on a socket.</summary>
/// <param name="Count">The number of bytes stored in the guest's buffers. For a stream, 0 is the end of the stream.</param>
/// <param name="Length">The length of the datagram, which exceeds <paramref name="Count"/> if it was truncated.</param>
/// <param name="Sender">The address of a datagram's sender, or null if the caller did not request it or it is unknown.</param>
internal readonly record struct ReceiveResult(uint Count, uint Length, EndPoint? Sender)
{
    /// <summary>True if the datagram was longer than the guest's buffers.</summary>
    internal bool IsTruncated => Length > Count;
}
