namespace Witx.Bindings.Wasi;

/// <summary>The kind of a <see cref="WasiExport"/>.</summary>
public enum WasiExportKind
{
    /// <summary>A function.</summary>
    Function,

    /// <summary>A linear memory.</summary>
    Memory,

    /// <summary>A table, for example of function pointers.</summary>
    Table,

    /// <summary>A global variable.</summary>
    Global,

    /// <summary>Another kind, such as the tag of an exception.</summary>
    Other,
}
