namespace Witx.Bindings.Wasi;

/// <summary>Decides which requests of guests to the host's network are allowed. Pass it to <c>WasiNetwork.Host</c>.</summary>
/// <remarks>For fixed lists of names and addresses, use <see cref="WasiNetworkRule"/> instead.</remarks>
public interface IWasiNetworkPolicy
{
    /// <summary>Decides about one request of a guest.</summary>
    /// <param name="request">The requested access with its address, port and host names.</param>
    /// <returns>
    /// <see cref="WasiPolicyDecision.Allow"/>, <see cref="WasiPolicyDecision.Audit"/> or <see cref="WasiPolicyDecision.Deny"/>. A denial
    /// logs a warning.
    /// </returns>
    /// <remarks>
    /// Called for each connection, each listening address, each name lookup, and each datagram that is sent to an address. Calls come
    /// from the threads of all guests that share the policy, so it must be thread-safe. An exception ends the run and is rethrown
    /// unchanged, as an exception of a host function is.
    /// </remarks>
    WasiPolicyDecision Decide(WasiNetworkRequest request);
}
