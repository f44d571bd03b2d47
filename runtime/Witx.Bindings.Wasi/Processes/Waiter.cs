namespace Witx.Bindings.Wasi;

/// <summary>The one way in which a thread waits.</summary>
internal sealed class Waiter
{
}
