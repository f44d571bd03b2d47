namespace Witx.Bindings.Wasi;

/// <summary>What guests may write to the host below one directory.</summary>
/// <param name="MaxFileSize">The most bytes of one file: beyond it is <c>fbig</c>.</param>
/// <param name="Written">The bytes that may be written in all: beyond them is <c>nospc</c>. They are never given back.</param>
internal sealed record HostLimits(ulong MaxFileSize = long.MaxValue, Quota? Written = null);
