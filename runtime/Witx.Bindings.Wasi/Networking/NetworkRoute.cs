using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>An entry of a routing table (WASIX <c>port_route_add</c>).</summary>
/// <param name="Network">The destination network.</param>
/// <param name="Router">The address of the next hop.</param>
/// <param name="PreferredUntil">The time in nanoseconds until which the route is preferred, or null without a limit.</param>
/// <param name="ExpiresAt">The time in nanoseconds at which the route expires, or null if it does not expire.</param>
internal readonly record struct NetworkRoute(
    NetworkAddress Network, IPAddress Router, ulong? PreferredUntil = null, ulong? ExpiresAt = null);
