using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary><c>witx cache list</c> and <c>witx cache clear</c>: the programs that <c>witx run</c> has compiled.</summary>
internal sealed class CacheCommand : Command
{
    public CacheCommand(ToolContext context)
        : base("cache", "Lists or deletes the compiled programs that 'witx run' keeps.")
    {
        Add(Create("list", "Lists the compiled programs: key, size and last use.", List, context));
        Add(Create("clear", "Deletes all compiled programs. They are compiled again when they are run.", Clear, context));
    }

    private static Command Create(string name, string description, Action<WasiProgramCache, TextWriter> run, ToolContext context)
    {
        Command command = new(name, description);
        command.SetAction(_ =>
        {
            try
            {
                run(Open(context), context.Out);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"Cannot {name} the compiled programs: {e.Message}", e);
            }
        });
        return command;
    }

    private static WasiProgramCache Open(ToolContext context) =>
        (context.CacheDirectory is { } directory ? WasiProgramCache.Open(directory) : WasiProgramCache.OpenForUser())
            ?? throw new UsageException("The user has no cache directory, or another user can write to it. Check XDG_CACHE_HOME.");

    private static void List(WasiProgramCache cache, TextWriter output)
    {
        IReadOnlyList<WasiCachedProgram> programs = cache.List();
        foreach (WasiCachedProgram program in programs)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{program.Key[..12]}  {program.Size,12} B  {program.LastUsed.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{programs.Count} programs, {programs.Sum(static each => each.Size)} B in {cache.Directory}"));
    }

    private static void Clear(WasiProgramCache cache, TextWriter output) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"deleted {cache.Clear()} programs in {cache.Directory}"));
}
