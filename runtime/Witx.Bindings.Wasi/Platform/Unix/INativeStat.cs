namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A C <c>struct stat</c> with the layout of one system.</summary>
internal interface INativeStat
{
    /// <summary>Converts the attributes to WASI's.</summary>
    Filestat ToFilestat();
}
