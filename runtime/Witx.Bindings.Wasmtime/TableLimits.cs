namespace Witx.Bindings.Wasmtime;

/// <summary>The size of a table of a module in elements.</summary>
/// <param name="Minimum">The number of elements that the table has at its start.</param>
/// <param name="Maximum">The number of elements that the table can grow to; null if the module sets no maximum.</param>
public readonly record struct TableLimits(ulong Minimum, ulong? Maximum);
