using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Loads witx files and the files that they include from disk, and reports their errors.</summary>
internal static class InterfaceFile
{
    /// <summary>Parses and resolves files to one document. The document can have errors.</summary>
    /// <param name="paths">The paths of the witx files.</param>
    /// <exception cref="UsageException">A file does not exist or cannot be read.</exception>
    public static WitxDocument Load(params IReadOnlyList<string> paths)
    {
        WitxFileSet files = WitxFileSet.Load(paths, static path => TryRead(path));
        return WitxResolver.Resolve(
            [.. paths.Select(path => files.Find(path) ?? throw new UsageException($"File '{path}' does not exist; check the path."))],
            files);
    }

    /// <summary>Parses and resolves files, and reports their errors.</summary>
    /// <param name="paths">The paths of the witx files.</param>
    /// <param name="context">The streams for the errors.</param>
    /// <returns>The document, or null if it has errors.</returns>
    /// <exception cref="UsageException">A file does not exist or cannot be read.</exception>
    public static WitxDocument? LoadOrReport(IReadOnlyList<string> paths, ToolContext context)
    {
        WitxDocument document = Load(paths);
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
