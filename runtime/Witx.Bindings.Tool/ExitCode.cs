namespace Witx.Bindings.Tool;

/// <summary>What the command answers to the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command did its work and did not like what it found.</summary>
    public const int Failure = 1;

    /// <summary>The command could not do its work: bad usage or an unreadable file.</summary>
    public const int Usage = 2;

    /// <summary>The guest did not end in time: what <c>timeout</c> answers.</summary>
    public const int Timeout = 124;

    /// <summary>The guest trapped: what a shell reports for a process that aborted.</summary>
    public const int Trap = 134;
}
