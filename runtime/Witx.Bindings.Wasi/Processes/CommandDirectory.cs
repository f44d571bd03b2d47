using System;
using System.Linq;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The directory in which a guest finds the commands of the embedder (<see cref="WasiOptions.Programs"/>).</summary>
internal static class CommandDirectory
{
    private const string Name = "/bin";

    /// <summary>The guest path of the directory.</summary>
    internal static ReadOnlySpan<byte> Path => "/bin"u8;

    /// <summary>Returns the path of a program: that of a command if its name has no slash.</summary>
    /// <exception cref="ArgumentException">The name is neither a command nor an absolute path.</exception>
    internal static string ToPath(string name)
    {
        bool isCommand = !name.Contains('/', StringComparison.Ordinal);
        return name is "" or "." or ".." || name.Contains('\0', StringComparison.Ordinal) || !(isCommand || name[0] == '/')
            ? throw new ArgumentException(
                $"The name '{PrintableText.From(name)}' of a program is invalid: it must be a name without a slash, or an absolute path.")
            : isCommand ? $"{Name}/{name}" : name;
    }

    /// <summary>
    /// Creates the mount of the directory, with an empty file for each command. Null if there are no commands, or a mount has its path.
    /// </summary>
    /// <exception cref="ArgumentException">A name is invalid.</exception>
    internal static WasiMount? TryCreate(WasiOptions options)
    {
        foreach (string name in options.Programs.Keys)
        {
            _ = ToPath(name);
        }

        string[] commands = [.. options.Programs.Keys.Where(static name => !name.Contains('/', StringComparison.Ordinal))];
        if (commands.Length == 0 || options.Mounts.Any(static mount => mount.GuestPath.TrimEnd('/') == Name))
        {
            return null;
        }

        WasiMemoryDirectory directory = WasiDirectory.CreateInMemory();
        foreach (string command in commands)
        {
            directory.WriteFile(command, []);
        }

        return new WasiMount(Name, directory) { IsReadOnly = true };
    }
}
