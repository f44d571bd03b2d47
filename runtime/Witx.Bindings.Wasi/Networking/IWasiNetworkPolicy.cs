namespace Witx.Bindings.Wasi;

/// <summary>Decides which requests of guests to the host's network are allowed. Pass it to <c>WasiNetwork.Host</c>.</summary>
/// <remarks>For fixed lists of names and addresses, use <see cref="WasiNetworkRule"/> instead.</remarks>
public interface IWasiNetworkPolicy
{
    /// <summary>Decides about one request of a guest.</summary>
    /// <param name="request">The requested access with its address, port and host names.</param>
    /// <returns>True to allow the request; false to fail the call with <c>Errno.Acces</c> (EACCES) and log a warning.</returns>
    /// <remarks>
    /// Called for each connection, each listening address, each name lookup, and each datagram that is sent to an address. Calls come
    /// from the threads of all guests that share the policy, so it must be thread-safe.
    /// </remarks>
    bool Allows(WasiNetworkRequest request);
}
