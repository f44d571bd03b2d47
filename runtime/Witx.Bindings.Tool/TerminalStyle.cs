namespace Witx.Bindings.Tool;

/// <summary>The colors of text on a terminal.</summary>
/// <param name="isEnabled">True to write the colors as ANSI escape sequences; false to return each text as it is.</param>
internal sealed class TerminalStyle(bool isEnabled)
{
    /// <summary>Gets the style that changes no text.</summary>
    public static TerminalStyle Plain { get; } = new(isEnabled: false);

    /// <summary>Formats an error in red.</summary>
    public string Error(string text) => Wrap("31", text);

    /// <summary>Formats a warning in yellow.</summary>
    public string Warning(string text) => Wrap("33", text);

    /// <summary>Formats the name of a function in cyan.</summary>
    public string Name(string text) => Wrap("36", text);

    private string Wrap(string color, string text) => isEnabled ? $"\e[{color}m{text}\e[0m" : text;
}
