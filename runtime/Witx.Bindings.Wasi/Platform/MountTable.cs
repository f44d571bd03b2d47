using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The rows of the mount table of the system that affect one directory.</summary>
/// <param name="HasDevices">
/// False if devices cannot be opened on the file system of the directory, nor on one mounted below (<c>nodev</c>, mount(8)).
/// </param>
/// <param name="ProcessFileSystems">The device numbers of process file systems (<c>proc</c>) at or below the directory.</param>
internal sealed record MountTable(bool HasDevices, HashSet<ulong> ProcessFileSystems)
{
    private const string Source = "/proc/self/mountinfo";

    // Fields of a line (proc_pid_mountinfo(5)). A variable number of optional fields ends with a hyphen, before the type of the file
    // system.
    private const int DeviceField = 2;
    private const int PathField = 4;
    private const int OptionsField = 5;

    /// <summary>Reads the table.</summary>
    /// <returns>The table, or null where it is not available: outside Linux, or without <c>/proc</c>.</returns>
    internal static MountTable? ReadBelow(DirectoryHandle directory)
    {
        try
        {
            return OperatingSystem.IsLinux() && directory.GetRealPath() is { } path ? Parse(File.ReadLines(Source), path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Parses the lines that affect a directory.</summary>
    /// <param name="lines">The lines of the table. Of several for one path the last one is in effect.</param>
    /// <param name="path">The absolute path of the directory, without links.</param>
    internal static MountTable Parse(IEnumerable<string> lines, string path)
    {
        Dictionary<string, string[]> mounts = [];
        foreach (string[] fields in lines.Select(static line => line.Split(' ')).Where(static fields => fields.Length > OptionsField))
        {
            mounts[Unescape(fields[PathField])] = fields;
        }

        string? above = mounts.Keys.Where(mount => IsWithin(path, mount)).MaxBy(static mount => mount.Length);
        string[][] concerned =
            [.. mounts.Where(mount => mount.Key == above || IsWithin(mount.Key, path)).Select(static mount => mount.Value)];
        return new MountTable(
            above is null || !concerned.All(static fields => fields[OptionsField].Split(',').Contains("nodev")),
            [
                .. concerned.Where(static fields => GetFileSystemType(fields) == "proc")
                    .Select(static fields => ToDevice(fields[DeviceField])),
            ]);
    }

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal)
        && (path.Length == directory.Length || directory.EndsWith('/') || path[directory.Length] == '/');

    private static string GetFileSystemType(string[] fields) => fields.SkipWhile(static field => field != "-").ElementAtOrDefault(1) ?? "";

    /// <summary>Converts <c>major:minor</c> to the number in <c>st_dev</c> (makedev(3)).</summary>
    private static ulong ToDevice(string numbers)
    {
        ulong[] parts = [.. numbers.Split(':').Select(static part => ulong.Parse(part, CultureInfo.InvariantCulture))];
        (ulong major, ulong minor) = (parts[0], parts[1]);
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffUL) << 12) | ((major & ~0xfffUL) << 32);
    }

    /// <summary>Replaces the octal escapes of space, tab, line feed and backslash.</summary>
    private static string Unescape(string field)
    {
        StringBuilder text = new(field);
        foreach ((string escape, string character) in new[] { ("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\") })
        {
            text.Replace(escape, character);
        }

        return text.ToString();
    }
}
