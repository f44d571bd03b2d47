using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Loads a witx file and the files that it includes from disk, and reports their errors.</summary>
internal static class InterfaceFile
{
    /// <summary>Parses and resolves a file. The document can have errors.</summary>
    /// <param name="path">The path of the witx file.</param>
    /// <exception cref="UsageException">The file does not exist or cannot be read.</exception>
    public static WitxDocument Load(string path)
    {
        WitxFileSet files = WitxFileSet.Load([path], static path => TryRead(path));
        return files.Find(path) is { } root
            ? WitxResolver.Resolve(root, files)
            : throw new UsageException($"File '{path}' does not exist; check the path.");
    }

    /// <summary>Parses and resolves a file, and reports its errors.</summary>
    /// <param name="path">The path of the witx file.</param>
    /// <param name="context">The streams for the errors.</param>
    /// <returns>The document, or null if it has errors.</returns>
    /// <exception cref="UsageException">The file does not exist or cannot be read.</exception>
    public static WitxDocument? LoadOrReport(string path, ToolContext context)
    {
        WitxDocument document = Load(path);
        return Report(Errors(document), context) ? null : document;
    }

    /// <summary>Returns all errors of a document, ordered by file and position.</summary>
    public static IEnumerable<WitxError> Errors(WitxDocument document) =>
        document.Files.SelectMany(file => file.Errors
            .Concat(document.Errors.Where(error => error.Location.Path == file.Path))
            .OrderBy(static error => error.Location.Start));

    /// <summary>Writes errors in the format of a compiler.</summary>
    /// <returns>True if there was at least one error.</returns>
    public static bool Report(IEnumerable<WitxError> errors, ToolContext context)
    {
        bool any = false;
        foreach (WitxError error in errors)
        {
            any = true;
            context.Error.WriteLine($"{error.Location}: error {error.Id}: {error.Message}");
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
