using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Where packets for a network go.</summary>
/// <param name="Network">The network.</param>
/// <param name="Router">Who takes them.</param>
/// <param name="PreferredUntil">In nanoseconds, if there is a limit.</param>
/// <param name="ExpiresAt">In nanoseconds, if it ends.</param>
internal readonly record struct NetworkRoute(NetworkAddress Network, IPAddress Router, ulong? PreferredUntil = null, ulong? ExpiresAt = null);
