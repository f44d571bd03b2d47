namespace Witx.Bindings.Wasi.Tests.FileSystems;

/// <summary>A host's directory as guests meet it behind something else.</summary>
internal abstract class ViewTree(Resolver resolver) : FileTree
{
    protected HostTree Host { get; } = new(resolver);

    public override GuestFiles Owner => Host.Guest;

    public override (string Jail, string Outside)? Places => Host.Places;

    public override void Plant(string path, string target) => Host.Plant(path, target);

    public override void Dispose() => Host.Dispose();
}

/// <summary>Only to be looked at.</summary>
internal sealed class ReadOnlyTree : ViewTree
{
    public ReadOnlyTree(Resolver resolver)
        : base(resolver)
    {
        Mount mount = new("/"u8.ToArray(), Host.Guest.Start.Directory, readOnly: true);
        Guest = new GuestFiles(new PathStart(mount.Directory, mount));
    }

    public override GuestFiles Guest { get; }
}

/// <summary>One of several mounts under a root.</summary>
internal sealed class RootTree : ViewTree
{
    private readonly MemoryTree _other = new();
    private readonly RootDirectory _root;
    private readonly bool _restarts;

    /// <param name="resolver">How paths of the host are resolved.</param>
    /// <param name="restarts">Whether absolute paths and links start again at the root.</param>
    public RootTree(Resolver resolver, bool restarts)
        : base(resolver)
    {
        _restarts = restarts;
        _ = Host.Guest.Start.Directory.CreateDirectory("upon"u8);
        _root = RootDirectory.Over(
            new Mount("/"u8.ToArray(), Host.Guest.Start.Directory),
            new Mount("/mounted"u8.ToArray(), _other.Guest.Start.Directory),
            new Mount("/upon/mounted"u8.ToArray(), _other.Guest.Start.Directory),
            new Mount("/deep/mounted"u8.ToArray(), _other.Guest.Start.Directory, readOnly: true));
        Guest = new GuestFiles(new PathStart(_root, Root: restarts ? _root : null));
    }

    public override GuestFiles Guest { get; }

    public override bool RefusesWaysOut => !_restarts;

    public override void Dispose()
    {
        _root.Release();
        _other.Dispose();
        base.Dispose();
    }
}
