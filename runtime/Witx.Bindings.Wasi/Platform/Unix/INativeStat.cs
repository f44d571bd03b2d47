namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A C <c>struct stat</c>, laid out as one system has it.</summary>
internal interface INativeStat
{
    Filestat ToFilestat();
}
