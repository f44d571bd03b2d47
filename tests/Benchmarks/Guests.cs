using System;
using System.IO;

namespace Benchmarks;

/// <summary>The guest files in the output folder.</summary>
internal static class Guests
{
    internal const string Calls = "calls.wat";

    internal const string Wasi = "wasi.wasm";

    internal const string Empty = "empty.wat";

    internal const string Page = "page.wat";

    internal static string GetPath(string file) => Path.Combine(AppContext.BaseDirectory, "Guests", file);
}
