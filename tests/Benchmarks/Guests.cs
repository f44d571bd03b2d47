using System;
using System.IO;

namespace Benchmarks;

/// <summary>The guests, which lie beside the program.</summary>
internal static class Guests
{
    internal const string Calls = "calls.wat";

    internal const string Wasi = "wasi.wasm";

    internal const string Empty = "empty.wat";

    internal static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Guests", file);
}
