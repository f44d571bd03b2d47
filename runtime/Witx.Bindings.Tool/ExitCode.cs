namespace Witx.Bindings.Tool;

/// <summary>The exit codes of the command. A guest that exits normally determines the exit code itself.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command found errors, incompatible differences or outdated documentation.</summary>
    public const int Failure = 1;

    /// <summary>Another command could not do its work: wrong usage, or a file that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary><c>witx run</c> cannot run the guest because of its options or the host: the exit code of container tools.</summary>
    public const int HostFailure = 125;

    /// <summary><c>witx run</c> found the program, but it cannot be run: the exit code of shells and container tools.</summary>
    public const int NotExecutable = 126;

    /// <summary><c>witx run</c> did not find the program: the exit code of shells and container tools.</summary>
    public const int NotFound = 127;

    /// <summary>The guest exceeded its timeout: the exit code of timeout(1).</summary>
    public const int Timeout = 124;

    /// <summary>The guest trapped: the exit code that shells report for a process that SIGABRT killed, 128 + 6.</summary>
    public const int Trap = 134;
}
