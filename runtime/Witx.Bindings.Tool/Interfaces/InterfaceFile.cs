using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>A witx file on disk and all that it uses.</summary>
internal static class InterfaceFile
{
    /// <summary>Reads and resolves a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static WitxDocument Load(string path)
    {
        WitxFileSet files = WitxFileSet.Load([path], static path => TryRead(path));
        return files.Find(path) is { } root
            ? WitxResolver.Resolve(root, files)
            : throw new UsageException($"There is no file '{path}'.");
    }

    /// <summary>Reads and resolves a file that must be sound.</summary>
    /// <param name="path">The file.</param>
    /// <param name="terminal">Where its errors go.</param>
    /// <returns>The document, or null when it has errors, which have been written.</returns>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static WitxDocument? LoadSound(string path, ToolContext terminal)
    {
        WitxDocument document = Load(path);
        return Report(Errors(document), terminal) ? null : document;
    }

    /// <summary>All that is wrong, file by file, in the order of the places.</summary>
    public static IEnumerable<WitxError> Errors(WitxDocument document) =>
        document.Files.SelectMany(file => file.Errors
            .Concat(document.Errors.Where(error => error.Location.Path == file.Path))
            .OrderBy(static error => error.Location.Start));

    /// <summary>Writes errors as compilers do.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool Report(IEnumerable<WitxError> errors, ToolContext terminal)
    {
        bool any = false;
        foreach (WitxError error in errors)
        {
            any = true;
            terminal.Error.WriteLine($"{error.Location}: error {error.Id}: {error.Message}");
        }

        return any;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read '{path}': {e.Message}", e);
        }
    }
}
