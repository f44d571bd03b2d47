using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>A reference to a compiled program, which keeps the program alive until it is disposed.</summary>
internal interface IExecutable : IDisposable
{
    /// <summary>The name of the program in messages.</summary>
    string Name { get; }

    /// <summary>True if the program imports WASIX.</summary>
    bool ImportsWasix { get; }

    /// <summary>True if the program handles signals.</summary>
    bool HandlesSignals { get; }

    /// <summary>Adds another reference to the program.</summary>
    IExecutable AddReference();
}
