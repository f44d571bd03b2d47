using System;

namespace Witx.Bindings.Tool;

/// <summary>The command cannot do its work. The message is one line that says what to do.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
