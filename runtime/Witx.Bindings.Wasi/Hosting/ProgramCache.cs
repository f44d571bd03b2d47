using System.IO;
using System.Text.Json;
using Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Wasmtime's own cache of compiled programs, which cleans up behind itself.</summary>
internal static class ProgramCache
{
    /// <summary>Where the user's configuration says; nowhere when there is no place for it.</summary>
    internal static Config OfUser(Config config)
    {
        try
        {
            return config.WithCacheConfig(null);
        }
        catch (WasmtimeException)
        {
            return config;
        }
    }

    /// <exception cref="WasmtimeException">The directory cannot be used.</exception>
    internal static Config In(string directory, Config config)
    {
        string full = Directory.CreateDirectory(directory).FullName;
        string file = Path.GetTempFileName();
        try
        {
            // TOML's strings are JSON's.
            File.WriteAllText(file, $"[cache]\ndirectory = \"{JsonEncodedText.Encode(full)}\"\n");
            return config.WithCacheConfig(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
