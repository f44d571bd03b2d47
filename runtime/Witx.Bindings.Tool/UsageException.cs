using System;

namespace Witx.Bindings.Tool;

/// <summary>
/// The exception for wrong usage of the command. Its message is one line, and the exit code is <see cref="ExitCode.Usage"/>.
/// </summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
