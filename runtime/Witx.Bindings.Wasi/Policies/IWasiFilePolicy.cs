namespace Witx.Bindings.Wasi;

/// <summary>Decides which files below a mount guests can access, and how. Set it as <see cref="WasiMount.Policy"/>.</summary>
/// <remarks>
/// <para>
/// Every function that takes a path is subject to the policy, in all WASI versions and for 32-bit and 64-bit guests. So are setting the
/// times of an open file and listing an open directory. Reading and writing an open file, and its attributes, are decided when it is
/// opened.
/// </para>
/// <para>
/// The path that decides contains no symbolic links. A path without links is known without resolving it: the policy is called once, before
/// the directory is accessed. If that path contains a symbolic link, or is denied, it is resolved, and the policy is called again for the
/// resolved path. That call decides. A symbolic link cannot lead around the policy, and denying the path of a link does not deny its
/// target.
/// </para>
/// <para>Limits of a policy, which decides about paths and not about files:</para>
/// <list type="bullet">
/// <item><description>
/// Renaming a directory renames all paths below it. To protect a path, deny <see cref="WasiFileAccess.Rename"/> of every directory above
/// it. A directory descriptor keeps the path by which it was opened, also after the directory was renamed.
/// </description></item>
/// <item><description>
/// A hard link is a second path of the same file. Guests cannot create one to a file that they may not read and write
/// (<see cref="WasiFileAccess.Link"/>), but hard links that exist already are not detected.
/// </description></item>
/// <item><description>
/// Paths are compared by the policy, usually by bytes. A host that ignores case, or Unicode normalization, or that has short names, as
/// Windows does, knows a file by several paths. There, use a policy that allows known paths rather than one that denies some.
/// </description></item>
/// <item><description>
/// Listing a directory shows the names of files that the policy denies. A path may lead through a denied directory by <c>..</c>, which
/// shows whether that directory exists.
/// </description></item>
/// <item><description>
/// A directory that is mounted twice can be reached through both mounts, each with its own policy. Paths longer than 4,095 bytes fail
/// with <c>Errno.Nametoolong</c> (ENAMETOOLONG).
/// </description></item>
/// </list>
/// </remarks>
/// <example>
/// A policy that hides a directory and logs every write:
/// <code>
/// sealed class ProjectPolicy : IWasiFilePolicy
/// {
///     public WasiPolicyDecision Decide(WasiFileRequest request) =&gt;
///         request.IsWithin("secrets"u8) ? WasiPolicyDecision.Deny(WasiTypes.Errno.Noent)
///         : (request.Access &amp; WasiFileAccess.Write) != 0 ? WasiPolicyDecision.Audit
///         : WasiPolicyDecision.Allow;
/// }
/// </code>
/// </example>
public interface IWasiFilePolicy
{
    /// <summary>Decides about one request of a guest.</summary>
    /// <param name="request">The requested access and the path. It is valid during the call.</param>
    /// <returns>
    /// <see cref="WasiPolicyDecision.Allow"/>, <see cref="WasiPolicyDecision.Audit"/> or <see cref="WasiPolicyDecision.Deny"/>.
    /// </returns>
    /// <remarks>
    /// Called on the threads of all guests that share the policy, so it must be thread-safe. An exception ends the run and is rethrown
    /// unchanged, as an exception of a host function is.
    /// </remarks>
    WasiPolicyDecision Decide(WasiFileRequest request);
}
