namespace Witx.Bindings.Tool;

/// <summary>The exit codes of the command. A guest that exits normally determines the exit code itself.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command found errors, incompatible differences or outdated documentation.</summary>
    public const int Failure = 1;

    /// <summary>The command could not run: wrong usage, or a file that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>The guest exceeded its timeout: the exit code of timeout(1).</summary>
    public const int Timeout = 124;

    /// <summary>The guest trapped: the exit code that shells report for a process that SIGABRT killed, 128 + 6.</summary>
    public const int Trap = 134;
}
