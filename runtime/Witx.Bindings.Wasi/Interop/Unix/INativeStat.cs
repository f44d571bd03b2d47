namespace Witx.Bindings.Wasi.Interop;

/// <summary>A C <c>struct stat</c>, laid out as one system has it.</summary>
internal interface INativeStat
{
    Filestat ToFilestat();
}
