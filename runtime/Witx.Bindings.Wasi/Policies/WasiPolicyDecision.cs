using System;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The decision of an <see cref="IWasiFilePolicy"/> or an <see cref="IWasiNetworkPolicy"/> about one request of a guest: allow it, allow
/// and log it, or deny it with an error. The default value denies with <c>Errno.Acces</c> (EACCES).
/// </summary>
public readonly record struct WasiPolicyDecision
{
    // Success stands for the default error, so that the default value is a denial with Errno.Acces.
    private readonly Errno _error;

    private WasiPolicyDecision(bool isAllowed, bool isAudited, Errno error) =>
        (IsAllowed, IsAudited, _error) = (isAllowed, isAudited, error);

    /// <summary>Gets the decision that allows the request.</summary>
    public static WasiPolicyDecision Allow { get; } = new(isAllowed: true, isAudited: false, Errno.Success);

    /// <summary>Gets the decision that allows the request and logs it at information level.</summary>
    /// <remarks>The number of these log entries is not limited: a guest that repeats the call repeats the entry.</remarks>
    public static WasiPolicyDecision Audit { get; } = new(isAllowed: true, isAudited: true, Errno.Success);

    /// <summary>Gets a value that indicates whether the request is allowed.</summary>
    public bool IsAllowed { get; }

    /// <summary>Gets a value that indicates whether the request is allowed and logged.</summary>
    public bool IsAudited { get; }

    /// <summary>Gets the error of the guest's call, or <c>Errno.Success</c> if the request is allowed.</summary>
    public Errno Error => IsAllowed || _error != Errno.Success ? _error : Errno.Acces;

    /// <summary>Creates a decision that denies the request and logs a warning, whose rate is limited.</summary>
    /// <param name="error">
    /// The error of the guest's call. The default is <c>Errno.Acces</c> (EACCES). <c>Errno.Noent</c> (ENOENT) hides a file.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="error"/> is <c>Errno.Success</c>.</exception>
    public static WasiPolicyDecision Deny(Errno error = Errno.Acces) =>
        error != Errno.Success
            ? new WasiPolicyDecision(isAllowed: false, isAudited: false, error)
            : throw new ArgumentException(
                $"A denial needs an error: use '{nameof(Allow)}', or an errno other than 'Success'.", nameof(error));
}
