namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>A listing by <c>readdir</c>.</summary>
internal sealed unsafe class MacListing(UnixDirectory directory) : SnapshotListing
{
    protected override Errno Fill()
    {
        // fdopendir takes ownership of its descriptor and changes its position, so that it needs one of its own.
        Errno error = directory.Reopen(out int descriptor);
        if (error != Errno.Success)
        {
            return error;
        }

        nint stream = MacLibc.OpenStream(descriptor);
        if (stream == 0)
        {
            error = HostErrno.Last;
            Libc.Close(descriptor);
            return error;
        }

        MacEntry* entry;
        while ((entry = MacLibc.ReadStream(stream)) is not null)
        {
            Add(MacEntry.Name(entry), entry->Inode, UnixFiletype.FromEntryType(entry->Type));
        }

        // readdir returns null at the end and for an error; only an error sets errno.
        error = HostErrno.Last;
        _ = MacLibc.CloseStream(stream);
        return error;
    }
}
