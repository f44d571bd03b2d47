namespace Witx.Bindings.Wasi.Threading;

/// <summary>Who wants to hear of a change, from whatever thread makes it, under no lock of its own.</summary>
internal interface IWakeable
{
    /// <summary>Says that there was one. It must return at once.</summary>
    void Wake();
}
