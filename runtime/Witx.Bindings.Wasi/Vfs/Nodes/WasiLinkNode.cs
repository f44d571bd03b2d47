using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Witx.Bindings.Wasi;

/// <summary>A symbolic link of a file system of your own.</summary>
/// <remarks>Guests resolve the target like any path, below the mount. A target that leads out of it fails with <c>Errno.Perm</c>.</remarks>
[SuppressMessage("ApiDesign", "RS0022", Justification = "Only this assembly derives other kinds of nodes from WasiNode.")]
public class WasiLinkNode : WasiNode
{
    private readonly ReadOnlyMemory<byte> _target;

    /// <summary>Creates a symbolic link.</summary>
    /// <param name="target">The target path. It need not exist.</param>
    public WasiLinkNode(string target)
        : this(Encoding.UTF8.GetBytes(target ?? throw new ArgumentNullException(nameof(target))))
    {
    }

    /// <summary>Creates a symbolic link whose target is given in bytes.</summary>
    /// <param name="target">The target path. It is not copied.</param>
    public WasiLinkNode(ReadOnlyMemory<byte> target) => _target = target;

    /// <summary>Gets the target path in bytes.</summary>
    public virtual ReadOnlyMemory<byte> Target => _target;
}
