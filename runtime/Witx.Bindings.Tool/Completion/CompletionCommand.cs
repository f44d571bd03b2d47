using System.CommandLine;

namespace Witx.Bindings.Tool;

/// <summary><c>witx completion SHELL</c>: prints the script with which a shell completes the words of <c>witx</c>.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "The shell: bash, zsh, fish or pwsh." };

    public CompletionCommand(ToolContext context)
        : base("completion", "Prints a script for a shell to complete commands and options. For bash: source <(witx completion bash)")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
        SetAction(parsed => context.Out.Write(GetScript(parsed.GetRequiredValue(_shell)).ReplaceLineEndings("\n")));
    }

    /// <summary>
    /// Returns a script that passes the line and the position of the cursor to <see cref="CompleteCommand"/>, and falls back to files.
    /// </summary>
    private static string GetScript(string shell) => shell switch
    {
        "bash" => """
            _witx() {
              mapfile -t COMPREPLY < <(witx complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
            }
            complete -o default -F _witx witx

            """,
        "zsh" => """
            _witx() {
              local -a words
              words=("${(@f)$(witx complete --position "$CURSOR" "$BUFFER" 2>/dev/null)}")
              if [[ -n "${words[1]}" ]]; then compadd -a words; else _files; fi
            }
            compdef _witx witx

            """,
        "fish" => """
            complete -c witx -a '(witx complete --position (commandline -C) -- (commandline -cp) 2>/dev/null)'

            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName witx -ScriptBlock {
              param($word, $line, $position)
              witx complete --position $position "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };
}
